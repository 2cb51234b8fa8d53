/* SPDX-License-Identifier: BSD-2-Clause */
#include "elf_image.h"

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/layout.h"
#include "model.h"

#define FAIL(why, ...) (snprintf((why), ELF_WHY_BYTES, __VA_ARGS__), false)

static bool inside(const struct elf_image *image, uint64_t offset, uint64_t bytes)
{
    return offset <= image->bytes && bytes <= image->bytes - offset;
}

static bool check_header(const struct elf_image *image, Elf32_Ehdr *header, char *why)
{
    if (image->bytes < sizeof(*header) || memcmp(image->data, ELFMAG, SELFMAG) != 0) {
        return FAIL(why, "not an ELF file; link the partition with the cross compiler");
    }
    memcpy(header, image->data, sizeof(*header));
    if (header->e_ident[EI_CLASS] != ELFCLASS32 || header->e_ident[EI_DATA] != ELFDATA2LSB ||
        header->e_machine != EM_386) {
        return FAIL(why, "not for i386; compile and link with -m32");
    }
    if (header->e_type != ET_EXEC) {
        return FAIL(why, "not an executable at fixed addresses; link with -static -no-pie");
    }
    if (header->e_phentsize != sizeof(Elf32_Phdr) || header->e_phnum == 0) {
        return FAIL(why, "no program headers; link it as an executable");
    }
    if (!inside(image, header->e_phoff, (uint64_t)header->e_phnum * sizeof(Elf32_Phdr))) {
        return FAIL(why, "the program headers lie outside the file; it is damaged, link it again");
    }
    return true;
}

static bool add_segment(struct elf_image *image, const Elf32_Phdr *header, char *why)
{
    if (header->p_filesz > header->p_memsz || !inside(image, header->p_offset, header->p_filesz) ||
        (uint64_t)header->p_vaddr + header->p_memsz > (1ull << 32)) {
        return FAIL(why,
                    "the segment at 0x%08x lies outside the file; it is damaged, link it again",
                    header->p_vaddr);
    }
    if (image->segment_count == ELF_MAX_SEGMENTS) {
        return FAIL(why, "more than %u segments; merge some in the linker script",
                    ELF_MAX_SEGMENTS);
    }
    image->segments[image->segment_count++] = (struct elf_segment){
        .virtual_address = header->p_vaddr,
        .physical_address = header->p_paddr,
        .offset = header->p_offset,
        .file_bytes = header->p_filesz,
        .memory_bytes = header->p_memsz,
        .access = CONFIG_READ | ((header->p_flags & PF_W) != 0 ? CONFIG_WRITE : 0) |
                  ((header->p_flags & PF_X) != 0 ? CONFIG_EXECUTE : 0),
    };
    return true;
}

static int compare_address(const void *a, const void *b)
{
    const struct elf_segment *x = a;
    const struct elf_segment *y = b;
    return x->virtual_address < y->virtual_address ? -1 : x->virtual_address > y->virtual_address;
}

bool elf_parse(struct elf_image *image, const uint8_t *data, size_t bytes, char why[ELF_WHY_BYTES])
{
    Elf32_Ehdr header;

    *image = (struct elf_image){.data = data, .bytes = bytes};
    if (!check_header(image, &header, why)) {
        return false;
    }
    image->entry = header.e_entry;
    for (uint32_t i = 0; i < header.e_phnum; i++) {
        Elf32_Phdr segment;
        memcpy(&segment, data + header.e_phoff + i * sizeof(segment), sizeof(segment));
        image->dynamic =
            image->dynamic || segment.p_type == PT_INTERP || segment.p_type == PT_DYNAMIC;
        if (segment.p_type == PT_LOAD && segment.p_memsz != 0 &&
            !add_segment(image, &segment, why)) {
            return false;
        }
    }
    qsort(image->segments, image->segment_count, sizeof(image->segments[0]), compare_address);
    return true;
}

static bool check_neighbours(const struct elf_segment *before, const struct elf_segment *segment,
                             char *why)
{
    uint64_t end = (uint64_t)before->virtual_address + before->memory_bytes;
    if (end > segment->virtual_address) {
        return FAIL(why, "the segments at 0x%08x and 0x%08x overlap; correct the linker script",
                    before->virtual_address, segment->virtual_address);
    }
    if (before->access != segment->access &&
        page_round(end) > (segment->virtual_address & ~(uint64_t)(POK_PAGE_BYTES - 1))) {
        return FAIL(why,
                    "the segments at 0x%08x and 0x%08x have different rights and share a page; "
                    "align them to %u bytes in the linker script",
                    before->virtual_address, segment->virtual_address, POK_PAGE_BYTES);
    }
    return true;
}

bool elf_check_partition(const struct elf_image *image, char why[ELF_WHY_BYTES])
{
    if (image->dynamic) {
        return FAIL(why, "it wants a dynamic loader; link with -static -no-pie");
    }
    if (image->segment_count == 0) {
        return FAIL(why, "it has nothing to load; link the partition's code into it");
    }
    for (size_t i = 0; i < image->segment_count; i++) {
        const struct elf_segment *segment = &image->segments[i];
        uint64_t end = page_round((uint64_t)segment->virtual_address + segment->memory_bytes);
        if (segment->virtual_address < LAYOUT_IMAGE_BASE || end > LAYOUT_HEAP_BASE) {
            return FAIL(why,
                        "the segment at 0x%08x lies outside 0x%08x to 0x%08x; link with the "
                        "partitions' linker script",
                        segment->virtual_address, LAYOUT_IMAGE_BASE, LAYOUT_HEAP_BASE);
        }
        if ((segment->access & (CONFIG_WRITE | CONFIG_EXECUTE)) ==
            (CONFIG_WRITE | CONFIG_EXECUTE)) {
            return FAIL(why,
                        "the segment at 0x%08x is writable and executable; keep code and data in "
                        "segments of their own",
                        segment->virtual_address);
        }
        if (i > 0 && !check_neighbours(segment - 1, segment, why)) {
            return false;
        }
    }
    if (!elf_is_code(image, image->entry)) {
        return FAIL(why,
                    "its entry 0x%08x is not in an executable segment; set ENTRY in the linker "
                    "script",
                    image->entry);
    }
    return true;
}

bool elf_is_code(const struct elf_image *image, uint32_t address)
{
    for (size_t i = 0; i < image->segment_count; i++) {
        const struct elf_segment *segment = &image->segments[i];
        if ((segment->access & CONFIG_EXECUTE) != 0 && address >= segment->virtual_address &&
            address - segment->virtual_address < segment->file_bytes) {
            return true;
        }
    }
    return false;
}

const uint8_t *elf_at(const struct elf_image *image, uint32_t address, uint32_t bytes)
{
    for (size_t i = 0; i < image->segment_count; i++) {
        const struct elf_segment *segment = &image->segments[i];
        uint32_t distance = address - segment->virtual_address;
        if (address >= segment->virtual_address && distance <= segment->file_bytes &&
            bytes <= segment->file_bytes - distance) {
            return image->data + segment->offset + distance;
        }
    }
    return NULL;
}

/* Look a name up in one symbol table. */
static bool search_table(const struct elf_image *image, const Elf32_Shdr *symbols,
                         const Elf32_Shdr *strings, const char *name, uint32_t *address)
{
    size_t length = strlen(name) + 1;

    if (!inside(image, symbols->sh_offset, symbols->sh_size) ||
        !inside(image, strings->sh_offset, strings->sh_size)) {
        return false;
    }
    for (uint32_t i = 0; i < symbols->sh_size / sizeof(Elf32_Sym); i++) {
        Elf32_Sym symbol;
        memcpy(&symbol, image->data + symbols->sh_offset + i * sizeof(symbol), sizeof(symbol));
        if (symbol.st_shndx != SHN_UNDEF && symbol.st_name < strings->sh_size &&
            length <= strings->sh_size - symbol.st_name &&
            memcmp(image->data + strings->sh_offset + symbol.st_name, name, length) == 0) {
            *address = symbol.st_value;
            return true;
        }
    }
    return false;
}

bool elf_symbol(const struct elf_image *image, const char *name, uint32_t *address)
{
    Elf32_Ehdr header;
    Elf32_Shdr section;
    Elf32_Shdr strings;

    memcpy(&header, image->data, sizeof(header));
    if (header.e_shentsize != sizeof(section) ||
        !inside(image, header.e_shoff, (uint64_t)header.e_shnum * sizeof(section))) {
        return false;
    }
    for (uint32_t i = 0; i < header.e_shnum; i++) {
        memcpy(&section, image->data + header.e_shoff + i * sizeof(section), sizeof(section));
        if (section.sh_type != SHT_SYMTAB || section.sh_link >= header.e_shnum) {
            continue;
        }
        memcpy(&strings, image->data + header.e_shoff + section.sh_link * sizeof(strings),
               sizeof(strings));
        if (search_table(image, &section, &strings, name, address)) {
            return true;
        }
    }
    return false;
}
