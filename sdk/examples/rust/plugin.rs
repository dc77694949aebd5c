//! An engine that chirps once a letter, without any crate: the C tables are written by hand in abi.rs. What it adds to the
//! others is how a panic stops at the boundary.

mod abi;

use abi::{Backend, EmitEngine, EmitVoice, Host, Plugin, Request, Sink, Status, Str, SynthesisResult};
use std::ffi::c_void;
use std::panic::{catch_unwind, AssertUnwindSafe};

const SAMPLE_RATE: u32 = 24000;
const FRAMES_PER_LETTER: usize = 1200;

struct Chirp {
    host: *const Host,
    chirp: Vec<i16>,
}

/// What a method fails with: a status, and what the caller is told.
struct Failure {
    status: Status,
    reason: &'static str,
    message: &'static str,
}

impl Chirp {
    fn new(host: *const Host) -> Chirp {
        let rising = |frame: usize| {
            let seconds = frame as f64 / SAMPLE_RATE as f64;
            (12000.0 * (6.283185307 * (600.0 + 8000.0 * seconds) * seconds).sin()) as i16
        };
        Chirp { host, chirp: (0..FRAMES_PER_LETTER).map(rising).collect() }
    }

    fn synthesize(&self, call: *const c_void, voice: &str, text: &str, mut push: impl FnMut(&[u8]) -> Status)
        -> Result<Status, Failure> {
        if voice != "chirp" {
            return Err(Failure {
                status: abi::UNSUPPORTED,
                reason: "backend-chirp.unknown_voice",
                message: "this engine has one voice: chirp",
            });
        }
        assert!(text != "fail loudly", "somebody asked for it");
        let bytes: Vec<u8> = self.chirp.iter().flat_map(|sample| sample.to_le_bytes()).collect();
        for _ in text.chars() {
            let wanted = self.wanted(call);
            let status = if wanted == abi::OK { push(&bytes) } else { wanted };
            if status != abi::OK {
                return Ok(status);
            }
        }
        Ok(abi::OK)
    }

    fn wanted(&self, call: *const c_void) -> Status {
        let host = unsafe { &*self.host };
        (host.call_status)(host.ctx, call)
    }
}

/// Runs what the host asked for and lets nothing out but a status. A panic that crossed the line would end the process.
fn guarded(host: *const Host, error: *mut c_void, body: impl FnOnce() -> Result<Status, Failure>) -> Status {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(status)) => status,
        Ok(Err(failure)) => {
            let host = unsafe { &*host };
            let info = abi::ErrorInfo {
                struct_size: std::mem::size_of::<abi::ErrorInfo>() as u32,
                reserved: 0,
                reason: Str::of(failure.reason),
                public_message: Str::of(failure.message),
                internal_message: Str::NONE,
                retry_after_ns: 0,
            };
            (host.error_set)(host.ctx, error, &info);
            failure.status
        }
        Err(_) => abi::INTERNAL,
    }
}

extern "C" fn describe(instance: *mut c_void, _: *const c_void, emit: EmitEngine, ctx: *mut c_void,
                       error: *mut c_void) -> Status {
    let chirp = unsafe { &*(instance as *const Chirp) };
    guarded(chirp.host, error, || {
        let languages = [Str::of("en")];
        let engine = abi::Engine {
            struct_size: std::mem::size_of::<abi::Engine>() as u32,
            features: abi::ENGINE_PRESET | abi::ENGINE_DETERMINISTIC,
            name: Str::of("chirp"),
            version: Str::of("1.0.0"),
            languages: languages.as_ptr(),
            language_count: 1,
            sample_rates: &SAMPLE_RATE,
            sample_rate_count: 1,
            max_chars: 0,
            max_concurrency: 16,
        };
        Ok(emit(ctx, &engine))
    })
}

extern "C" fn list_voices(instance: *mut c_void, _: *const c_void, emit: EmitVoice, ctx: *mut c_void,
                          error: *mut c_void) -> Status {
    let chirp = unsafe { &*(instance as *const Chirp) };
    guarded(chirp.host, error, || {
        let voice = abi::Voice {
            struct_size: std::mem::size_of::<abi::Voice>() as u32,
            gender: 0,
            name: Str::of("chirp"),
            display_name: Str::of("Chirp"),
            description: Str::NONE,
            language: Str::of("en"),
            languages: std::ptr::null(),
            language_count: 0,
            age: Str::NONE,
            style_tags: std::ptr::null(),
            style_tag_count: 0,
        };
        Ok(emit(ctx, &voice))
    })
}

extern "C" fn synthesize(instance: *mut c_void, call: *const c_void, request: *const Request, sink: *const Sink,
                         result: *mut SynthesisResult, error: *mut c_void) -> Status {
    let chirp = unsafe { &*(instance as *const Chirp) };
    guarded(chirp.host, error, || {
        let (request, sink, result) = unsafe { (&*request, &*sink, &mut *result) };
        let (voice, text) = unsafe { (request.engine_voice.text(), request.text.text()) };
        let mut begun = false;
        let mut frames = 0;
        let status = chirp.synthesize(call, voice, text, |bytes| {
            if !begun {
                begun = true;
                let status = (sink.begin)(sink.ctx, abi::ENCODING_PCM_S16, SAMPLE_RATE, 1);
                if status != abi::OK {
                    return status;
                }
            }
            let status = (sink.write)(sink.ctx, bytes.as_ptr(), bytes.len() as u64);
            if status == abi::OK {
                frames += (bytes.len() / 2) as u64;
            }
            status
        })?;
        result.frames = frames;
        result.chars_done = frames / FRAMES_PER_LETTER as u64;
        Ok(status)
    })
}

extern "C" fn create(host: *const Host, _: Str, instance: *mut *mut c_void, error: *mut c_void) -> Status {
    guarded(host, error, || {
        unsafe { *instance = Box::into_raw(Box::new(Chirp::new(host))) as *mut c_void };
        Ok(abi::OK)
    })
}

extern "C" fn destroy(instance: *mut c_void) {
    // A destructor that panics has nobody to tell.
    let _ = catch_unwind(|| drop(unsafe { Box::from_raw(instance as *mut Chirp) }));
}

extern "C" fn get_interface(id: Str) -> *const c_void {
    let wanted = unsafe { id.text() } == abi::BACKEND_1;
    if wanted { &BACKEND as *const Backend as *const c_void } else { std::ptr::null() }
}

static BACKEND: Backend = Backend {
    struct_size: std::mem::size_of::<Backend>() as u32,
    reserved: 0,
    describe,
    list_voices,
    synthesize,
    cancel: None,
    health: None,
};

static PLUGIN: Plugin = Plugin {
    struct_size: std::mem::size_of::<Plugin>() as u32,
    abi_minor: 0,
    host_minor_required: 0,
    abi_draft: abi::ABI_DRAFT,
    id: Str::of("backend-chirp"),
    name: Str::of("Chirp"),
    version: Str::of("1.0.0"),
    vendor: Str::of("ScaiSpeak"),
    license: Str::of("Apache-2.0"),
    config_schema: Str::of(include_str!("config_schema.json")),
    threading: abi::THREADING_CONCURRENT,
    isolation: 0,
    exclusive_group: Str::NONE,
    create,
    destroy,
    get_interface,
};

/// The one symbol that is exported.
#[no_mangle]
pub extern "C" fn scaispeak_plugin_v1() -> *const Plugin {
    &PLUGIN
}
