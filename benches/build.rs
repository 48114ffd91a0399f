//! Builds the driver of libotr where the Debian package libotr5-dev is installed; the program says
//! so where it is not.

use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=libotr.c");
    println!("cargo::rustc-check-cfg=cfg(libotr)");
    let Some(version) = pkg_config(&["--modversion"]) else { return };
    let Some(flags) = pkg_config(&["--cflags"]) else { return };
    let Some(libs) = pkg_config(&["--libs-only-l"]) else { return };

    let mut driver = cc::Build::new();
    flags.split_whitespace().for_each(|flag| {
        driver.flag(flag);
    });
    driver.file("libotr.c").warnings(true).extra_warnings(true).compile("libotr_driver");
    for library in libs.split_whitespace().filter_map(|flag| flag.strip_prefix("-l")) {
        println!("cargo::rustc-link-lib={library}");
    }
    println!("cargo::rustc-env=LIBOTR_VERSION={version}");
    println!("cargo::rustc-cfg=libotr");
}

/// What pkg-config says of libotr, if both are installed.
fn pkg_config(arguments: &[&str]) -> Option<String> {
    let output = Command::new("pkg-config").args(arguments).arg("libotr").output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
