#include "stage.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <subrosa.h>
#ifndef _WIN32
int isatty(int); /* POSIX, which C99 does not know */
#endif

static int colours, faults_seen;

void stage_open(void)
{
#ifndef _WIN32
    colours = isatty(1);
#endif
}

const char *paint(const char *colour)
{
    return colours ? colour : "";
}

void act(const char *title)
{
    printf("\n%s%s%s\n\n", BOLD, title, PLAIN);
}

void tell(const char *colour, const char *who, const char *what, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    printf("  %s%-5s %-9s%s %s\n", colour, who, what, PLAIN, text);
}

/* How many of the bytes of a text stand in a line of so many characters: up to its last blank, if
 * there is more to come. */
static size_t bytes_of_line(const char *text, size_t characters)
{
    size_t at, count = 0, blank = 0;
    for (at = 0; text[at] != '\0'; at++) {
        if (((unsigned char)text[at] & 0xc0) != 0x80 && count++ == characters)
            return blank > 0 ? blank : at;
        if (text[at] == ' ')
            blank = at;
    }
    return at;
}

void row(const char *colour, const char *where, const char *format, ...)
{
    char text[2048];
    const char *rest = text;
    size_t characters = 96;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    do {
        size_t taken = bytes_of_line(rest, characters);
        printf("%-5s |%s%s%.*s%s\n", rest == text ? where : "", rest == text ? " " : "     ",
               colour, (int)taken, rest, PLAIN);
        rest += taken;
        rest += *rest == ' ';
        characters = 92;
    } while (*rest != '\0');
}

const char *shortened(const char *text, size_t length, size_t head, size_t tail)
{
    static char places[4][128];
    static int place;
    char *made = places[place++ % 4], *end = made;
    size_t at;
    for (at = 0; at < length; at++) {
        if (length > head + tail + 5 && at == head) {
            while (((unsigned char)text[at] & 0xc0) == 0x80)
                *end++ = text[at++];
            memcpy(end, " ... ", 5);
            end += 5;
            at = length - tail;
            while (((unsigned char)text[at] & 0xc0) == 0x80)
                at++;
        }
        *end++ = text[at] == '\r' || text[at] == '\n' ? ' ' : text[at];
    }
    *end = '\0';
    return made;
}

void fault(const char *what)
{
    tell(RED, "", "FAULT", "%s", what);
    faults_seen++;
}

int faults(void)
{
    return faults_seen;
}

void must(int32_t result, const char *call)
{
    char sentence[SUBROSA_ERROR_SIZE];
    size_t size = sizeof sentence;
    if (result == SUBROSA_OK)
        return;
    subrosa_last_error(sentence, &size);
    fprintf(stderr, "%s: %s: %s\n", call, subrosa_result_name(result), sentence);
    exit(EXIT_FAILURE);
}
