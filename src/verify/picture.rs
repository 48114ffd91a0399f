//! QR codes as modules and as SVG.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// Modules of margin that a scanner needs around the code (ISO/IEC 18004).
pub const QUIET_ZONE: usize = 4;

/// A QR code: a square of modules, each dark or light.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    side: usize,
    modules: Vec<u8>,
}

impl Picture {
    /// The QR code of a text, correcting damage of 15 % at least; `None` if the text is too long for
    /// one.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let size = code.size();
        let places = (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
        let modules = places.map(|(x, y)| u8::from(code.get_module(x, y))).collect();
        Some(Self { side: usize::try_from(size).ok()?, modules })
    }

    /// Modules of a side, without margin.
    #[must_use]
    pub fn side(&self) -> usize {
        self.side
    }

    /// The modules row by row, without margin: 1 dark, 0 light.
    #[must_use]
    pub fn modules(&self) -> &[u8] {
        &self.modules
    }

    /// The code with its margin as an SVG image, black on white. It has no size of its own.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let whole = self.side + 2 * QUIET_ZONE;
        let mut path = String::new();
        for (y, row) in self.modules.chunks(self.side.max(1)).enumerate() {
            for (x, _) in row.iter().enumerate().filter(|(_, module)| **module == 1) {
                // Writing to a string cannot fail.
                let _ = write!(path, "M{},{}h1v1h-1z", x + QUIET_ZONE, y + QUIET_ZONE);
            }
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {whole}\" shape-rendering=\"crispEdges\">\
             <path fill=\"#fff\" d=\"M0,0h{whole}v{whole}h-{whole}z\"/><path fill=\"#000\" d=\"{path}\"/></svg>\n"
        )
    }
}
