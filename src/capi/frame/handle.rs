//! What a C program holds: a pointer to a tagged value, leased to one call at a time.
//!
//! C lets a program pass a handle of another type, pass one that was freed, use one from two
//! threads at once, or go on after a fault. Each of these is an error here as far as it can be
//! seen.

use super::buffer::Out;
use super::fault::Fault;
use super::guard::call;
use super::injection::may_panic;
use super::result::{SUBROSA_E_ARGUMENT, SUBROSA_E_BUSY, SUBROSA_E_HANDLE, SUBROSA_E_POISONED};
use core::cell::UnsafeCell;
use core::ops::{Deref, DerefMut};
use core::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::thread;

/// A type that C knows by name alone. The pointer really points to a [`Slot`].
pub(in crate::capi) trait Handle {
    /// What it stands for. A handle may be used from any thread, from one at a time.
    type Value: Send;
    /// Tells handles of this type from others, and from freed ones.
    const TAG: u64;
    /// For messages.
    const NAME: &'static str;
}

#[repr(C)]
struct Slot<T> {
    head: Head,
    value: UnsafeCell<T>,
}

/// Where every slot begins, whatever its value.
#[repr(C)]
struct Head {
    tag: AtomicU64,
    state: AtomicU8,
}

const IDLE: u8 = 0;
const BUSY: u8 = 1;
const POISONED: u8 = 2;

/// Tag of a slot that is being freed.
const FREED: u64 = 0;

/// A place for a new handle: NULL until the call has succeeded.
pub(in crate::capi) struct NewHandle<H>(Out<*mut H>);

impl<H: Handle> NewHandle<H> {
    /// # Safety
    /// `out` is NULL or points to a place for a pointer.
    pub(in crate::capi) unsafe fn new(out: *mut *mut H) -> Result<Self, Fault> {
        // SAFETY: as promised by the caller, twice.
        unsafe { Out::new("the place for the new handle", out)? }.put(core::ptr::null_mut());
        let place = unsafe { Out::new("the place for the new handle", out)? };
        Ok(Self(place))
    }

    pub(in crate::capi) fn put(self, value: H::Value) {
        self.0.put(handle(value));
    }
}

/// A new handle, to be given to the caller.
pub(in crate::capi) fn handle<H: Handle>(value: H::Value) -> *mut H {
    let head = Head { tag: AtomicU64::new(H::TAG), state: AtomicU8::new(IDLE) };
    let slot = Box::new(Slot { head, value: UnsafeCell::new(value) });
    Box::into_raw(slot).cast()
}

/// The right of one call to use a handle. Dropping it gives the handle back, or poisons it if the
/// call is panicking.
pub(in crate::capi) struct Lease<'a, H: Handle> {
    slot: &'a Slot<H::Value>,
    was_panicking: bool,
}

/// Leases a handle.
///
/// # Safety
/// The pointer is NULL, or points to a living [`Slot`] of any type. (One that was freed is detected
/// as a rule, but not surely.)
pub(in crate::capi) unsafe fn lease<'a, H: Handle>(
    pointer: *const H,
) -> Result<Lease<'a, H>, Fault> {
    // SAFETY: as promised by the caller.
    let head: &Head = unsafe { head_of(pointer)? };
    let taken = head.state.compare_exchange(IDLE, BUSY, Ordering::Acquire, Ordering::Acquire);
    match taken {
        Ok(_) => {}
        Err(POISONED) => {
            let sentence = format!("a fault has left the {} unusable", H::NAME);
            return Err(Fault::new(SUBROSA_E_POISONED, sentence));
        }
        Err(_) => {
            let sentence = format!("another call is using the {}", H::NAME);
            return Err(Fault::new(SUBROSA_E_BUSY, sentence));
        }
    }
    // SAFETY: the tag says that this is a slot of that type, and BUSY keeps every other call out.
    let slot = unsafe { &*pointer.cast::<Slot<H::Value>>() };
    let lease = Lease { slot, was_panicking: thread::panicking() };
    may_panic();
    Ok(lease)
}

/// A copy of what a handle shares with everything that was made of it, whether another call uses it
/// or not. Such a handle is never leased.
///
/// # Safety
/// As [`lease`].
pub(in crate::capi) unsafe fn share<H: Handle>(pointer: *const H) -> Result<H::Value, Fault>
where
    H::Value: Clone + Sync,
{
    // SAFETY: as promised by the caller.
    let _: &Head = unsafe { head_of(pointer)? };
    // SAFETY: the tag says that this is a slot of that type, and nobody writes to its value.
    let value = unsafe { (*pointer.cast::<Slot<H::Value>>()).value.get().cast_const() };
    may_panic();
    // SAFETY: as above.
    Ok(unsafe { &*value }.clone())
}

/// # Safety
/// As [`lease`].
unsafe fn head_of<'a, H: Handle>(pointer: *const H) -> Result<&'a Head, Fault> {
    let head: *const Head = pointer.cast();
    if head.is_null() {
        return Err(Fault::new(SUBROSA_E_ARGUMENT, format!("the {} is NULL", H::NAME)));
    }
    let wrong = || Fault::new(SUBROSA_E_HANDLE, format!("the handle is not a living {}", H::NAME));
    if !head.is_aligned() {
        return Err(wrong());
    }
    // SAFETY: as promised by the caller; every slot begins with a head.
    let head = unsafe { &*head };
    if head.tag.load(Ordering::Acquire) == H::TAG { Ok(head) } else { Err(wrong()) }
}

/// Frees a handle; its secrets are wiped as its value is dropped. What is no living handle of this
/// type is left alone, and so is one that another call is using.
///
/// # Safety
/// As [`lease`], and nobody uses the handle afterwards.
pub(in crate::capi) unsafe fn free<H: Handle>(pointer: *mut H) {
    call(|| {
        // SAFETY: as promised by the caller.
        let head: &Head = unsafe { head_of(pointer.cast_const())? };
        if head.state.load(Ordering::Acquire) == BUSY {
            return Ok(());
        }
        head.tag.store(FREED, Ordering::Release);
        // SAFETY: the tag said that `handle` made this slot, and it is taken back once.
        drop(unsafe { Box::from_raw(pointer.cast::<Slot<H::Value>>()) });
        Ok(())
    });
}

impl<H: Handle> Deref for Lease<'_, H> {
    type Target = H::Value;

    fn deref(&self) -> &H::Value {
        // SAFETY: the lease is the only one, so nothing writes but through it.
        unsafe { &*self.slot.value.get() }
    }
}

impl<H: Handle> DerefMut for Lease<'_, H> {
    fn deref_mut(&mut self) -> &mut H::Value {
        // SAFETY: the lease is the only one, and borrowed mutably.
        unsafe { &mut *self.slot.value.get() }
    }
}

impl<H: Handle> Drop for Lease<'_, H> {
    fn drop(&mut self) {
        let poisoned = thread::panicking() && !self.was_panicking;
        let state = if poisoned { POISONED } else { IDLE };
        self.slot.head.state.store(state, Ordering::Release);
    }
}
