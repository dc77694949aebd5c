/* Sins of synthesize against its sink, its request and its result. */
#include "hostile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static scs_status begin_with(const speech *speech, int32_t encoding, uint32_t rate, uint32_t channels)
{
    return speech->sink->begin(speech->sink->ctx, encoding, rate, channels);
}

static scs_status write_bytes(const speech *speech, const void *data, uint64_t size)
{
    return speech->sink->write(speech->sink->ctx, data, size);
}

/* ---- exceptions ---- */

static scs_status throw_at_once(const speech *speech)
{
    (void)speech;
    hostile_throw();
    return SCS_OK;
}
const struct sin speak_throws = {.synthesize = throw_at_once};

static scs_status throw_later(const speech *speech)
{
    hostile_begin(speech);
    hostile_write(speech, 300);
    hostile_sleep(200);
    hostile_throw();
    return SCS_OK;
}
const struct sin speak_throws_later = {.synthesize = throw_later};

/* ---- begin ---- */

static scs_status nothing(const speech *speech)
{
    (void)speech;
    return SCS_OK;
}
const struct sin begin_never = {.synthesize = nothing};

static scs_status begin_again(const speech *speech)
{
    hostile_begin(speech);
    return hostile_speak_well(speech);
}
const struct sin begin_twice = {.synthesize = begin_again};

static scs_status write_first(const speech *speech)
{
    hostile_write(speech, 20);
    return hostile_speak_well(speech);
}
const struct sin write_before_begin = {.synthesize = write_first};

static scs_status rate_of_nothing(const speech *speech)
{
    begin_with(speech, SCS_ENCODING_PCM_S16, 0, 1);
    hostile_write(speech, 20);
    return SCS_OK;
}
const struct sin rate_zero = {.synthesize = rate_of_nothing};

static scs_status rate_of_everything(const speech *speech)
{
    begin_with(speech, SCS_ENCODING_PCM_S16, UINT32_MAX, 1);
    hostile_write(speech, 20);
    return SCS_OK;
}
const struct sin rate_huge = {.synthesize = rate_of_everything};

/* Other than the one rate it describes, in floats, and both ears the same. */
static scs_status another_rate(const speech *speech)
{
    float samples[2 * 8000 / 5];
    for (uint32_t index = 0; index < 2 * 8000 / 5; ++index)
        samples[index] = 0.1F;
    begin_with(speech, SCS_ENCODING_PCM_F32, 8000, 2);
    return write_bytes(speech, samples, sizeof samples);
}
const struct sin rate_other_than_described = {.synthesize = another_rate};

static scs_status no_channels(const speech *speech)
{
    begin_with(speech, SCS_ENCODING_PCM_S16, HOSTILE_RATE, 0);
    hostile_write(speech, 20);
    return SCS_OK;
}
const struct sin channels_zero = {.synthesize = no_channels};

static scs_status all_channels(const speech *speech)
{
    begin_with(speech, SCS_ENCODING_PCM_S16, HOSTILE_RATE, UINT32_MAX);
    hostile_write(speech, 20);
    return SCS_OK;
}
const struct sin channels_huge = {.synthesize = all_channels};

static scs_status unknown_encoding(const speech *speech)
{
    begin_with(speech, 4711, HOSTILE_RATE, 1);
    hostile_write(speech, 20);
    return SCS_OK;
}
const struct sin encoding_unknown = {.synthesize = unknown_encoding};

/* ---- encoded bytes, which nobody checks before they are passed on ---- */

/* A frame of layer III, 64 kbit/s, mono, at 24 kHz (0x84) or 16 kHz (0x88): its head, and nothing to hear. */
static void frame(uint8_t *bytes, uint8_t rates)
{
    memset(bytes, 0, 192);
    bytes[0] = 0xff;
    bytes[1] = 0xf3;
    bytes[2] = rates;
    bytes[3] = 0xc4;
}

static scs_status frames(const speech *speech, uint32_t count, uint64_t cut)
{
    uint8_t bytes[192];
    scs_status status = begin_with(speech, SCS_ENCODING_MP3, HOSTILE_RATE, 1);
    frame(bytes, 0x84);
    while (status == SCS_OK && count-- > 1)
        status = write_bytes(speech, bytes, sizeof bytes);
    return status == SCS_OK ? write_bytes(speech, bytes, sizeof bytes - cut) : status;
}

static scs_status not_accepted(const speech *speech)
{
    begin_with(speech, SCS_ENCODING_OGG_OPUS, HOSTILE_RATE, 1);
    return write_bytes(speech, "OggS", 4);
}
const struct sin encoding_not_accepted = {.synthesize = not_accepted};

static scs_status another_mp3(const speech *speech)
{
    begin_with(speech, SCS_ENCODING_MP3, 48000, 1);
    return write_bytes(speech, "x", 1);
}
const struct sin mp3_of_another_rate = {.synthesize = another_mp3};

static scs_status mp3_in_name_only(const speech *speech)
{
    uint8_t bytes[4096];
    memset(bytes, 'x', sizeof bytes);
    begin_with(speech, SCS_ENCODING_MP3, HOSTILE_RATE, 1);
    return write_bytes(speech, bytes, sizeof bytes);
}
const struct sin mp3_that_is_none = {.synthesize = mp3_in_name_only};

/* Says 24 kHz in begin, and 16 kHz in its frames. */
static scs_status mp3_two_faced(const speech *speech)
{
    uint8_t bytes[3 * 288] = {0};
    for (int count = 0; count < 3; ++count)
        frame(bytes + (size_t)count * 288, 0x88);
    begin_with(speech, SCS_ENCODING_MP3, HOSTILE_RATE, 1);
    return write_bytes(speech, bytes, sizeof bytes);
}
const struct sin mp3_that_lies_about_its_rate = {.synthesize = mp3_two_faced};

static scs_status mp3_half_a_frame(const speech *speech) { return frames(speech, 10, 50); }
const struct sin mp3_cut_short = {.synthesize = mp3_half_a_frame};

static scs_status mp3_for_ever(const speech *speech) { return frames(speech, UINT32_MAX, 0); }
const struct sin mp3_without_end = {.synthesize = mp3_for_ever};

/* ---- write ---- */

static scs_status half_a_sample(const speech *speech)
{
    hostile_begin(speech);
    hostile_write(speech, 20);
    write_bytes(speech, "x", 1);
    return SCS_OK;
}
const struct sin odd_bytes = {.synthesize = half_a_sample};

static scs_status floats(const speech *speech, float value)
{
    float samples[480];
    begin_with(speech, SCS_ENCODING_PCM_F32, HOSTILE_RATE, 1);
    for (uint32_t index = 0; index < 480; ++index)
        samples[index] = value;
    write_bytes(speech, samples, sizeof samples);
    return SCS_OK;
}
static scs_status not_a_number(const speech *speech) { return floats(speech, NAN); }
const struct sin samples_nan = {.synthesize = not_a_number};

static scs_status infinite(const speech *speech) { return floats(speech, INFINITY); }
const struct sin samples_infinite = {.synthesize = infinite};

static scs_status far_too_loud(const speech *speech) { return floats(speech, 3e38F); }
const struct sin samples_far_too_loud = {.synthesize = far_too_loud};

static scs_status from_nowhere(const speech *speech)
{
    hostile_begin(speech);
    write_bytes(speech, 0, 960);
    return SCS_OK;
}
const struct sin write_null = {.synthesize = from_nowhere};

static scs_status all_memory(const speech *speech)
{
    hostile_begin(speech);
    write_bytes(speech, "x", UINT64_MAX);
    return SCS_OK;
}
const struct sin write_all_memory = {.synthesize = all_memory};

static scs_status half_an_hour(const speech *speech)
{
    const uint64_t size = UINT64_C(2) * HOSTILE_RATE * 60 * 30;
    void *silence = calloc(size, 1);
    scs_status status = hostile_begin(speech);
    if (status == SCS_OK) status = write_bytes(speech, silence, size);
    free(silence);
    return status;
}
const struct sin write_half_an_hour = {.synthesize = half_an_hour};

static scs_status for_ever(const speech *speech)
{
    scs_status status = hostile_begin(speech);
    while (status == SCS_OK)
        status = hostile_write(speech, 1000);
    return status;
}
const struct sin audio_without_end = {.synthesize = for_ever};

/* Goes on for 0.3 s when nobody wants it any more, and says that all was well. */
static scs_status deaf(const speech *speech)
{
    scs_status status = hostile_begin(speech);
    while (status == SCS_OK) {
        status = hostile_write(speech, 20);
        hostile_sleep(5);
    }
    for (int count = 0; count < 300; ++count) {
        hostile_count(hostile_write(speech, 1) == SCS_OK ? "taken_after_stop" : "refused_after_stop", 1);
        hostile_sleep(1);
    }
    return SCS_OK;
}
const struct sin write_after_stop = {.synthesize = deaf};

/* ---- events ---- */

static scs_status event_at(const speech *speech, uint64_t offset, uint64_t length)
{
    scs_speech_event event = {0};
    scs_status status = hostile_begin(speech);
    event.struct_size = sizeof event;
    event.kind = SCS_EVENT_WORD;
    event.text_offset = offset;
    event.text_length = length;
    event.frame = UINT64_MAX;
    if (status == SCS_OK) status = speech->sink->event(speech->sink->ctx, &event);
    return status == SCS_OK ? hostile_write(speech, 20) : SCS_OK;
}
static scs_status event_outside(const speech *speech) { return event_at(speech, UINT64_MAX - 1, 3); }
const struct sin event_outside_the_text = {.synthesize = event_outside};

/* The text of the test has a character of two bytes after "Sin ". */
static scs_status event_inside(const speech *speech) { return event_at(speech, 5, 1); }
const struct sin event_within_a_character = {.synthesize = event_inside};

static scs_status no_event(const speech *speech)
{
    hostile_begin(speech);
    speech->sink->event(speech->sink->ctx, 0);
    return SCS_OK;
}
const struct sin event_null = {.synthesize = no_event};

/* ---- what was lent to be read ---- */

static scs_status scribble(const speech *speech)
{
    const scs_status status = hostile_speak_well(speech);
    memset((void *)speech->request->text.data, 0xff, speech->request->text.size);
    memset((void *)speech->request, 0xff, sizeof *speech->request);
    memset((void *)speech->sink, 0xff, sizeof *speech->sink);
    memset((void *)speech->call, 0xff, sizeof *speech->call);
    return status;
}
const struct sin scribbles_on_what_it_was_lent = {.synthesize = scribble};

/* ---- outcome ---- */

static scs_status wrong_result(const speech *speech)
{
    static char elsewhere[] = "elsewhere\xff";
    const scs_status status = hostile_speak_well(speech);
    speech->result->struct_size = 3;
    speech->result->frames = UINT64_MAX;
    speech->result->chars_done = UINT64_MAX;
    speech->result->holds_reference = 77;
    speech->result->node_id.data = elsewhere;
    speech->result->node_id.capacity = UINT64_MAX;
    speech->result->node_id.size = UINT64_MAX;
    return status;
}
const struct sin result_wrong = {.synthesize = wrong_result};

static scs_status bytes_as_message(const speech *speech)
{
    return hostile_fail(speech->error, SCS_INTERNAL, "../No Word\n", "\xff\xfe never text");
}
const struct sin error_without_text = {.synthesize = bytes_as_message};

static scs_status unknown_status(const speech *speech)
{
    (void)speech;
    return -4711;
}
const struct sin status_unknown = {.synthesize = unknown_status};

static scs_status uninvited(const speech *speech)
{
    hostile_begin(speech);
    return SCS_CANCELLED;
}
const struct sin stops_uninvited = {.synthesize = uninvited};

static scs_status come_back_never(const speech *speech)
{
    scs_error_info info = {0};
    info.struct_size = sizeof info;
    info.retry_after_ns = INT64_MAX;
    hostile_host->error_set(hostile_host->ctx, speech->error, &info);
    return SCS_OVERLOADED;
}
const struct sin overloaded_for_ever = {.synthesize = come_back_never};

static scs_status broken_error(const speech *speech)
{
    scs_error_info info = {0};
    info.struct_size = UINT32_MAX;
    hostile_host->error_set(hostile_host->ctx, speech->error, &info);
    hostile_host->error_set(hostile_host->ctx, speech->error, 0);
    hostile_host->error_set(hostile_host->ctx, 0, &info);
    return SCS_INTERNAL;
}
const struct sin error_huge_struct = {.synthesize = broken_error};
