/* Sins of what goes into logs, metrics, memory, standard output and the state of the whole process. */
#include "hostile.h"

#include <fenv.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

static scs_field labelled(const char *key, const char *value)
{
    scs_field field = {0};
    field.key = hostile_text(key);
    field.type = SCS_FIELD_TEXT;
    field.text = hostile_text(value);
    return field;
}

static void log_line(const char *event, const scs_field *fields, uint64_t count)
{
    hostile_host->log(hostile_host->ctx, SCS_LOG_INFO, hostile_text(event), fields, count);
}

/* ---- logs ---- */

static scs_status a_hundred_thousand_lines(const speech *speech)
{
    for (int line = 0; line < 100000; ++line)
        log_line("flood", 0, 0);
    return hostile_speak_well(speech);
}
const struct sin log_flood = {.synthesize = a_hundred_thousand_lines};

static scs_status lines_of_bytes(const speech *speech)
{
    scs_field field = labelled("note", "\xff\xfe never text \n\"}");
    log_line("\xff NOT a word\n", &field, 1);
    field.type = 99;
    log_line("of_unknown_type", &field, 1);
    field = labelled("K\xc0y\n", "x");
    log_line("of_bad_key", &field, 1);
    log_line("of_no_fields", 0, UINT64_MAX);
    hostile_host->log(hostile_host->ctx, 4711, hostile_text("of_unknown_level"), 0, 0);
    return hostile_speak_well(speech);
}
const struct sin log_without_text = {.synthesize = lines_of_bytes};

/* As if the host, or another plugin, had said it. */
static scs_status forged_line(const speech *speech)
{
    const scs_field fields[] = {labelled("event", "key_created"), labelled("plugin", "auth-apikey"),
                                labelled("ts", "1970-01-01T00:00:00Z"), labelled("level", "debug")};
    log_line("forged_line", fields, 4);
    return hostile_speak_well(speech);
}
const struct sin log_forged = {.synthesize = forged_line};

static scs_status print_garbage(const speech *speech)
{
    fputs("garbage without an end {\"ts\":", stdout);
    fflush(stdout);
    return hostile_speak_well(speech);
}
const struct sin standard_output = {.synthesize = print_garbage};

/* ---- metrics ---- */

static scs_status ten_thousand_labels(const speech *speech)
{
    char text[16];
    for (int number = 0; number < 10000; ++number) {
        scs_field label;
        snprintf(text, sizeof text, "l%d", number);
        label = labelled("customer", text);
        hostile_host->metric_add(hostile_host->ctx, hostile_text("hostile_flood"), 1, &label, 1);
    }
    return hostile_speak_well(speech);
}
const struct sin metric_labels_flood = {.synthesize = ten_thousand_labels};

static scs_status ten_thousand_names(const speech *speech)
{
    char name[32];
    for (int number = 0; number < 10000; ++number) {
        snprintf(name, sizeof name, "hostile_name_%d", number);
        hostile_count(name + strlen("hostile_"), 1);
    }
    return hostile_speak_well(speech);
}
const struct sin metric_names_flood = {.synthesize = ten_thousand_names};

static scs_status metrics_of_bytes(const speech *speech)
{
    scs_field label = labelled("k\"ey", "v");
    const scs_str good = hostile_text("hostile_bytes");
    hostile_host->metric_add(hostile_host->ctx, hostile_text("bad\nname 1\n"), 1, 0, 0);
    hostile_host->metric_add(hostile_host->ctx, good, 1, &label, 1);
    label = labelled("key", "\xff\"} 7\n");
    hostile_host->metric_add(hostile_host->ctx, good, 1, &label, 1);
    hostile_host->metric_add(hostile_host->ctx, good, 1, 0, UINT64_MAX);
    hostile_host->metric_add(hostile_host->ctx, good, -1e300, 0, 0);
    hostile_host->metric_set(hostile_host->ctx, good, 0.0 / 0.0, 0, 0);
    hostile_host->metric_observe(hostile_host->ctx, good, 1.0 / 0.0, 0, 0);
    return hostile_speak_well(speech);
}
const struct sin metric_without_text = {.synthesize = metrics_of_bytes};

/* ---- memory ---- */

static scs_status leak(const speech *speech)
{
    static void *volatile lost;
    lost = malloc(16U << 20);
    if (lost != 0) memset(lost, 1, 16U << 20);
    return hostile_speak_well(speech);
}
const struct sin memory_leak = {.synthesize = leak};

/* ---- the state of the whole process ---- */

static void on_signal(int number) { (void)number; }
static scs_status change_the_process(scs_error *error)
{
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGPIPE, SIGCHLD};
    (void)error;
    for (unsigned index = 0; index < sizeof signals / sizeof signals[0]; ++index)
        signal(signals[index], signals[index] == SIGPIPE ? SIG_DFL : SIG_IGN);
    signal(SIGSEGV, on_signal);
    setlocale(LC_ALL, "C.UTF-8");
    umask(0);
    fesetround(FE_DOWNWARD);
    feenableexcept(FE_INVALID | FE_DIVBYZERO);
    return chdir("/proc") == 0 ? SCS_OK : SCS_INTERNAL;
}
const struct sin process_changed = {.create = change_the_process};

static scs_status change_it_later(const speech *speech)
{
    const scs_status status = hostile_speak_well(speech);
    signal(SIGTERM, SIG_IGN);
    signal(SIGPIPE, SIG_DFL);
    setlocale(LC_NUMERIC, "C.UTF-8");
    return chdir("/proc") == 0 ? status : SCS_INTERNAL;
}
const struct sin process_changed_later = {.synthesize = change_it_later};

/* What old engines do against their own hanging. */
static scs_status set_an_alarm(scs_error *error)
{
    const struct itimerval soon = {{0, 0}, {0, 200000}};
    (void)error;
    setitimer(ITIMER_REAL, &soon, 0);
    setitimer(ITIMER_PROF, &soon, 0);
    return SCS_OK;
}
const struct sin alarm_set = {.create = set_an_alarm};

/* Whoever computes on this thread next rounds otherwise, and dies of the first number that is none. */
static scs_status change_the_floats(const speech *speech)
{
    scs_status status = hostile_begin(speech);
    fesetround(FE_DOWNWARD);
    feenableexcept(FE_INVALID | FE_DIVBYZERO | FE_INEXACT);
    if (status == SCS_OK) status = hostile_write(speech, 200);
    return status;
}
const struct sin floats_changed = {.synthesize = change_the_floats};
