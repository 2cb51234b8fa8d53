/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/system/rtems-cxx/guest/objects.h"

#include <stdexcept>
#include <string>

namespace
{

unsigned order;
unsigned left;
unsigned destroyed;

struct Numbered {
    explicit Numbered(unsigned number)
    {
        order = 10 * order + number;
    }
};

Numbered third(3);
Numbered second __attribute__((init_priority(2000))) = Numbered(2);
Numbered first __attribute__((init_priority(1000))) = Numbered(1);
Numbered fourth(4);

struct Left {
    ~Left()
    {
        left++;
    }
};

__attribute__((noinline)) void throw_over(unsigned frames)
{
    Left here;

    if (frames == 1)
        throw std::out_of_range("frame " + std::to_string(frames));
    throw_over(frames - 1);
}

struct Text {
    std::string text = "begin";

    ~Text()
    {
        destroyed++;
    }
};

thread_local Text own;

}

unsigned constructed()
{
    return order;
}

unsigned thrown_over(unsigned frames)
{
    left = 0;
    try {
        try {
            throw_over(frames);
        } catch (const std::out_of_range &) {
            throw;
        }
    } catch (const std::exception &e) {
        return e.what() == std::string("frame 1") ? left : 0;
    }
    return 0;
}

unsigned own_text_append(const char *text)
{
    own.text += text;
    return own.text.length();
}

unsigned own_texts_destroyed()
{
    return destroyed;
}
