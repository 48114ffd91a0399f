//! Lines as bytes, without CR LF.
//!
//! What is written is read as what it was, and is one line: nothing in a text, a name or a tag
//! becomes another parameter or another line.

use super::error::IrcError;
use super::line::{Line, refuse_command};
use super::{MAX_LINE, MAX_PARAMETERS};

/// Writes a line. The last parameter has a colon before it where it needs one.
///
/// # Errors
/// [`IrcError`]: it would be read as something else, or is too long.
pub fn line(line: &Line<'_>) -> Result<Vec<u8>, IrcError> {
    let mut to = beginning(line)?;
    let Some((last, middle)) = line.parameters().split_last() else {
        return Ok(to);
    };
    write_middle(middle, &mut to)?;
    let colon = last.is_empty() || last.contains(&b' ') || last.starts_with(b":");
    to.extend_from_slice(if colon { b" :" } else { b" " });
    ending(last, to)
}

/// Writes a line with another last parameter; a text of several words or none is one all the same.
/// What stood before it stays byte for byte as it came.
///
/// # Errors
/// As [`line()`]; [`IrcError::Parameter`] if there is none that could be another.
pub fn with_text(line: &Line<'_>, text: &[u8]) -> Result<Vec<u8>, IrcError> {
    let mut to = match line.head() {
        Some(head) => head.to_vec(),
        None => {
            let mut to = beginning(line)?;
            let (_, middle) = line.parameters().split_last().ok_or(IrcError::Parameter)?;
            write_middle(middle, &mut to)?;
            to.push(b' ');
            to
        }
    };
    if !to.ends_with(b" :") {
        to.push(b':');
    }
    ending(text, to)
}

/// Writes a text for one nick or one channel.
///
/// # Errors
/// [`IrcError::Target`] if this is not exactly one target; [`IrcError`] as [`line()`].
pub fn message(command: &str, target: &[u8], text: &[u8]) -> Result<Vec<u8>, IrcError> {
    let begins_otherwise = target.is_empty() || target.starts_with(b":");
    if begins_otherwise || target.iter().any(|byte| b" ,\0\r\n".contains(byte)) {
        return Err(IrcError::Target);
    }
    with_text(&Line::new(command, &[target, text]), text)
}

fn beginning(line: &Line<'_>) -> Result<Vec<u8>, IrcError> {
    let mut to = Vec::new();
    line.tags().write(&mut to)?;
    if let Some(source) = line.source() {
        to.push(b':');
        source.write(&mut to)?;
        to.push(b' ');
    }
    refuse_command(line.command())?;
    to.extend_from_slice(line.command());
    Ok(to)
}

fn write_middle(parameters: &[&[u8]], to: &mut Vec<u8>) -> Result<(), IrcError> {
    if parameters.len() >= MAX_PARAMETERS {
        return Err(IrcError::TooManyParameters);
    }
    for parameter in parameters {
        if parameter.is_empty() || parameter.starts_with(b":") || parameter.contains(&b' ') {
            return Err(IrcError::Parameter);
        }
        refuse_control(parameter)?;
        to.push(b' ');
        to.extend_from_slice(parameter);
    }
    Ok(())
}

fn ending(text: &[u8], mut to: Vec<u8>) -> Result<Vec<u8>, IrcError> {
    refuse_control(text)?;
    if text.len().saturating_add(to.len()) > MAX_LINE {
        return Err(IrcError::TooLong);
    }
    to.extend_from_slice(text);
    Ok(to)
}

fn refuse_control(text: &[u8]) -> Result<(), IrcError> {
    let breaks = text.iter().any(|byte| matches!(byte, 0 | b'\r' | b'\n'));
    if breaks { Err(IrcError::Control) } else { Ok(()) }
}
