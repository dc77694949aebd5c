//! As much of <scaispeak/abi.h> and <scaispeak/backend.h> as this plugin uses, member by member. What the host hands in may
//! be larger than it is here, and is read through references to these; what is handed out says its own size.
#![allow(dead_code)]

use std::ffi::c_void;

pub type Status = i32;
pub const OK: Status = 0;
pub const UNSUPPORTED: Status = 17;
pub const INTERNAL: Status = 21;

pub const ABI_DRAFT: u32 = 1;
pub const THREADING_CONCURRENT: i32 = 2;
pub const ENGINE_PRESET: u32 = 0x001;
pub const ENGINE_DETERMINISTIC: u32 = 0x040;
pub const ENCODING_PCM_S16: i32 = 1;
pub const BACKEND_1: &str = "scaispeak.backend/1";

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Str {
    data: *const u8,
    size: u64,
}

impl Str {
    pub const NONE: Str = Str { data: std::ptr::null(), size: 0 };

    pub const fn of(text: &'static str) -> Str {
        Str { data: text.as_ptr(), size: text.len() as u64 }
    }
    pub fn borrowed(text: &str) -> Str {
        Str { data: text.as_ptr(), size: text.len() as u64 }
    }
    /// # Safety
    /// The bytes must be the host's, for as long as the result is used.
    pub unsafe fn text<'a>(self) -> &'a str {
        if self.size == 0 {
            return "";
        }
        // The host has checked that it is UTF-8.
        std::str::from_utf8_unchecked(std::slice::from_raw_parts(self.data, self.size as usize))
    }
}

#[repr(C)]
pub struct ErrorInfo {
    pub struct_size: u32,
    pub reserved: u32,
    pub reason: Str,
    pub public_message: Str,
    pub internal_message: Str,
    pub retry_after_ns: i64,
}

#[repr(C)]
pub struct Host {
    pub struct_size: u32,
    pub abi_minor: u32,
    pub ctx: *mut c_void,
    pub name: Str,
    pub version: Str,
    pub log: Unused,
    pub metric_add: Unused,
    pub metric_set: Unused,
    pub metric_observe: Unused,
    pub monotonic_ns: Unused,
    pub unix_ns: Unused,
    pub error_set: extern "C" fn(*mut c_void, *mut c_void, *const ErrorInfo),
    pub call_status: extern "C" fn(*mut c_void, *const c_void) -> Status,
    pub get_extension: Unused,
}

/// A function pointer that is not called from here.
pub type Unused = Option<extern "C" fn()>;

#[repr(C)]
pub struct Engine {
    pub struct_size: u32,
    pub features: u32,
    pub name: Str,
    pub version: Str,
    pub languages: *const Str,
    pub language_count: u64,
    pub sample_rates: *const u32,
    pub sample_rate_count: u64,
    pub max_chars: u32,
    pub max_concurrency: u32,
}

#[repr(C)]
pub struct Voice {
    pub struct_size: u32,
    pub gender: i32,
    pub name: Str,
    pub display_name: Str,
    pub description: Str,
    pub language: Str,
    pub languages: *const Str,
    pub language_count: u64,
    pub age: Str,
    pub style_tags: *const Str,
    pub style_tag_count: u64,
}

/// The members up to the voice; what follows is not read here.
#[repr(C)]
pub struct Request {
    pub struct_size: u32,
    pub set_fields: u32,
    pub text: Str,
    pub text_format: i32,
    pub normalize_text: i32,
    pub language: Str,
    pub engine_voice: Str,
}

#[repr(C)]
pub struct Sink {
    pub struct_size: u32,
    pub reserved: u32,
    pub ctx: *mut c_void,
    pub begin: extern "C" fn(*mut c_void, i32, u32, u32) -> Status,
    pub write: extern "C" fn(*mut c_void, *const u8, u64) -> Status,
    pub event: Unused,
}

#[repr(C)]
pub struct SynthesisResult {
    pub struct_size: u32,
    pub holds_reference: i32,
    pub node_id: [u64; 3],
    pub frames: u64,
    pub chars_done: u64,
}

pub type EmitEngine = extern "C" fn(*mut c_void, *const Engine) -> Status;
pub type EmitVoice = extern "C" fn(*mut c_void, *const Voice) -> Status;

#[repr(C)]
pub struct Backend {
    pub struct_size: u32,
    pub reserved: u32,
    pub describe: extern "C" fn(*mut c_void, *const c_void, EmitEngine, *mut c_void, *mut c_void) -> Status,
    pub list_voices: extern "C" fn(*mut c_void, *const c_void, EmitVoice, *mut c_void, *mut c_void) -> Status,
    pub synthesize: extern "C" fn(
        *mut c_void,
        *const c_void,
        *const Request,
        *const Sink,
        *mut SynthesisResult,
        *mut c_void,
    ) -> Status,
    pub cancel: Unused,
    pub health: Unused,
}

#[repr(C)]
pub struct Plugin {
    pub struct_size: u32,
    pub abi_minor: u32,
    pub host_minor_required: u32,
    pub abi_draft: u32,
    pub id: Str,
    pub name: Str,
    pub version: Str,
    pub vendor: Str,
    pub license: Str,
    pub config_schema: Str,
    pub threading: i32,
    pub isolation: i32,
    pub exclusive_group: Str,
    pub create: extern "C" fn(*const Host, Str, *mut *mut c_void, *mut c_void) -> Status,
    pub destroy: extern "C" fn(*mut c_void),
    pub get_interface: extern "C" fn(Str) -> *const c_void,
}

// Tables that never change may be seen by every thread.
unsafe impl Sync for Backend {}
unsafe impl Sync for Plugin {}
