//! Inputs and outputs of a caller, checked before the call does anything.

use super::fault::Fault;
use super::result::{SUBROSA_E_ARGUMENT, SUBROSA_E_BUFFER, SUBROSA_E_UTF8};
use core::ffi::{CStr, c_char};
use core::ptr::NonNull;
use core::slice;
use std::path::Path;

/// The length of a text that ends with its NUL. In the header `tests/header/headers.rs` writes it.
const SUBROSA_NUL: usize = usize::MAX;

/// Bytes of the caller. NULL stands for none.
///
/// # Safety
/// `pointer` is NULL or points to `length` bytes that nobody writes to for `'a`.
pub(in crate::capi) unsafe fn bytes<'a>(
    name: &str,
    pointer: *const u8,
    length: usize,
) -> Result<&'a [u8], Fault> {
    if length == 0 {
        return Ok(&[]);
    }
    if isize::try_from(length).is_err() {
        return Err(argument(format!("{length} bytes of {name} are more than there can be")));
    }
    if pointer.is_null() {
        return Err(argument(format!("{name} is NULL, but has {length} bytes")));
    }
    // SAFETY: as promised by the caller; the length has been checked.
    Ok(unsafe { slice::from_raw_parts(pointer, length) })
}

/// Bytes of the caller that have to be UTF-8.
///
/// # Safety
/// As [`bytes`].
pub(in crate::capi) unsafe fn text<'a>(
    name: &str,
    pointer: *const c_char,
    length: usize,
) -> Result<&'a str, Fault> {
    // SAFETY: as promised by the caller.
    utf8(name, unsafe { bytes(name, pointer.cast(), length)? })
}

/// A C string of the caller that has to be UTF-8: a name.
///
/// # Safety
/// `pointer` is NULL or points to a string with a NUL that nobody writes to for `'a`.
pub(in crate::capi) unsafe fn name<'a>(
    name: &str,
    pointer: *const c_char,
) -> Result<&'a str, Fault> {
    if pointer.is_null() {
        return Err(argument(format!("{name} is NULL")));
    }
    // SAFETY: as promised by the caller, and not NULL.
    let string = unsafe { CStr::from_ptr(pointer) };
    string.to_str().map_err(|_| Fault::new(SUBROSA_E_UTF8, format!("{name} is not UTF-8")))
}

/// A C string of the caller that has to be UTF-8; NULL is an empty one.
///
/// # Safety
/// As [`name()`].
pub(in crate::capi) unsafe fn name_or_empty<'a>(
    name: &str,
    pointer: *const c_char,
) -> Result<&'a str, Fault> {
    // SAFETY: as promised by the caller.
    if pointer.is_null() { Ok("") } else { unsafe { self::name(name, pointer) } }
}

/// A text of the caller: `length` bytes, or with `SUBROSA_NUL` up to its NUL.
///
/// # Safety
/// As [`bytes`]; with `SUBROSA_NUL` as [`name()`].
pub(in crate::capi) unsafe fn content<'a>(
    name: &str,
    pointer: *const c_char,
    length: usize,
) -> Result<&'a [u8], Fault> {
    if length == SUBROSA_NUL && !pointer.is_null() {
        // SAFETY: as promised by the caller, and not NULL.
        return Ok(unsafe { CStr::from_ptr(pointer) }.to_bytes());
    }
    let length = if length == SUBROSA_NUL { 0 } else { length };
    // SAFETY: as promised by the caller.
    unsafe { bytes(name, pointer.cast(), length) }
}

/// As [`content`], of what has to be UTF-8.
///
/// # Safety
/// As [`content`].
pub(in crate::capi) unsafe fn words<'a>(
    name: &str,
    pointer: *const c_char,
    length: usize,
) -> Result<&'a str, Fault> {
    // SAFETY: as promised by the caller.
    utf8(name, unsafe { content(name, pointer, length)? })
}

fn utf8<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, Fault> {
    core::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        Fault::new(SUBROSA_E_UTF8, format!("{name} is not UTF-8, from byte {at} on"))
    })
}

/// A path of the caller: on Unix any bytes, elsewhere UTF-8.
///
/// # Safety
/// As [`name()`].
pub(in crate::capi) unsafe fn path<'a>(
    name: &str,
    pointer: *const c_char,
) -> Result<&'a Path, Fault> {
    if pointer.is_null() {
        return Err(argument(format!("{name} is NULL")));
    }
    #[cfg(unix)]
    let path = {
        use std::os::unix::ffi::OsStrExt;
        // SAFETY: as promised by the caller, and not NULL.
        let string = unsafe { CStr::from_ptr(pointer) };
        Path::new(std::ffi::OsStr::from_bytes(string.to_bytes()))
    };
    // SAFETY: as promised by the caller.
    #[cfg(not(unix))]
    let path = Path::new(unsafe { self::name(name, pointer)? });
    if path.as_os_str().is_empty() { Err(argument(format!("{name} is empty"))) } else { Ok(path) }
}

/// An array of the caller.
///
/// # Safety
/// `pointer` is NULL or points to `N` bytes that nobody writes to for the time of this call.
pub(in crate::capi) unsafe fn array<const N: usize>(
    name: &str,
    pointer: *const u8,
) -> Result<[u8; N], Fault> {
    // SAFETY: as promised by the caller.
    unsafe { array_or_none(pointer) }.ok_or_else(|| argument(format!("{name} is NULL")))
}

/// An array of the caller, or NULL.
///
/// # Safety
/// As [`array()`].
pub(in crate::capi) unsafe fn array_or_none<const N: usize>(pointer: *const u8) -> Option<[u8; N]> {
    // SAFETY: as promised by the caller; bytes are aligned everywhere.
    (!pointer.is_null()).then(|| unsafe { pointer.cast::<[u8; N]>().read() })
}

/// A place for one value.
pub(in crate::capi) struct Out<T>(NonNull<T>);

impl<T> Out<T> {
    /// # Safety
    /// `pointer` is NULL or points to a place for a `T`, valid as long as this.
    pub(in crate::capi) unsafe fn new(name: &str, pointer: *mut T) -> Result<Self, Fault> {
        NonNull::new(pointer).map(Self).ok_or_else(|| argument(format!("{name} is NULL")))
    }

    pub(in crate::capi) fn put(self, value: T) {
        // SAFETY: as promised to `new`. Unaligned, because C may have packed it.
        unsafe { self.0.as_ptr().write_unaligned(value) };
    }
}

/// A place for an array of bytes.
///
/// # Safety
/// `pointer` is NULL or points to `N` bytes.
pub(in crate::capi) unsafe fn array_out<const N: usize>(
    name: &str,
    pointer: *mut u8,
) -> Result<Out<[u8; N]>, Fault> {
    // SAFETY: as promised by the caller.
    unsafe { Out::new(name, pointer.cast()) }
}

/// A buffer for a text and its NUL, found to be large enough.
pub(in crate::capi) struct TextOut {
    buffer: NonNull<u8>,
    size: usize,
    length: Out<usize>,
}

impl TextOut {
    /// Checks the buffer against the size that is `needed`, NUL included. If it is too small,
    /// writes that size and nothing else.
    ///
    /// # Safety
    /// `length` is NULL or points to a size; `out` is NULL or points to so many bytes.
    pub(in crate::capi) unsafe fn new(
        out: *mut c_char,
        length: *mut usize,
        needed: usize,
    ) -> Result<Self, Fault> {
        // SAFETY: as promised by the caller.
        let place = unsafe { Out::new("the length of the buffer", length)? };
        // SAFETY: as promised by the caller, and not NULL.
        let size = unsafe { length.read_unaligned() };
        if size < needed {
            place.put(needed);
            let sentence = format!("the buffer has {size} bytes, {needed} are needed");
            return Err(Fault::new(SUBROSA_E_BUFFER, sentence));
        }
        let buffer = NonNull::new(out.cast())
            .ok_or_else(|| argument(format!("the buffer is NULL, but has {size} bytes")))?;
        Ok(Self { buffer, size, length: place })
    }

    /// Writes the text, which has one byte less than was needed, and its NUL.
    pub(in crate::capi) fn put(self, text: &str) {
        let length = text.len().min(self.size.saturating_sub(1));
        // SAFETY: the buffer has `size` bytes, more than `length`; the text is ours and elsewhere.
        unsafe {
            self.buffer.as_ptr().copy_from_nonoverlapping(text.as_ptr(), length);
            self.buffer.as_ptr().add(length).write(0);
        }
        self.length.put(length.saturating_add(1));
    }
}

/// A time of the caller.
pub(in crate::capi) fn seconds(now: i64) -> Result<u64, Fault> {
    u64::try_from(now).map_err(|_| argument(format!("the time {now} lies before 1970")))
}

/// A switch of the caller.
pub(in crate::capi) fn switch(name: &str, value: i32) -> Result<bool, Fault> {
    match value {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(argument(format!("{name} is {value}, neither 0 nor 1"))),
    }
}

pub(in crate::capi) fn argument(sentence: String) -> Fault {
    Fault::new(SUBROSA_E_ARGUMENT, sentence)
}
