/* SPDX-License-Identifier: BSD-2-Clause */
/* A partition's ELF file made by hand, for the tests of the tool. */
#ifndef TOOL_ELF_H
#define TOOL_ELF_H

#include <elf.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define TOOL_ELF_TEXT  0x00400000u
#define TOOL_ELF_RO    0x00401000u
#define TOOL_ELF_DATA  0x00402010u
#define TOOL_ELF_ENTRY (TOOL_ELF_TEXT + 8)

/* Text, constants, data with bss; a symbol table with `start`, `variable` and `absent`. */
struct tool_elf {
    Elf32_Ehdr header;
    Elf32_Phdr segments[3];
    uint8_t text[64];
    uint8_t constants[32];
    uint8_t data[48];
    Elf32_Sym symbols[4];
    char strings[32];
    Elf32_Shdr sections[3];
};

static inline Elf32_Phdr tool_elf_segment(uint32_t address, size_t offset, uint32_t file_bytes,
                                          uint32_t memory_bytes, uint32_t flags)
{
    return (Elf32_Phdr){.p_type = PT_LOAD,
                        .p_offset = (uint32_t)offset,
                        .p_vaddr = address,
                        .p_paddr = address,
                        .p_filesz = file_bytes,
                        .p_memsz = memory_bytes,
                        .p_flags = flags};
}

static inline void tool_elf_symbols(struct tool_elf *file)
{
    memcpy(file->strings, "\0start\0variable\0absent", 23);
    file->symbols[1] = (Elf32_Sym){.st_name = 1, .st_value = TOOL_ELF_TEXT + 16, .st_shndx = 1};
    file->symbols[2] = (Elf32_Sym){.st_name = 7, .st_value = TOOL_ELF_DATA, .st_shndx = 1};
    file->symbols[3] = (Elf32_Sym){.st_name = 16, .st_shndx = SHN_UNDEF};
    file->sections[1] = (Elf32_Shdr){.sh_type = SHT_SYMTAB,
                                     .sh_offset = offsetof(struct tool_elf, symbols),
                                     .sh_size = sizeof(file->symbols),
                                     .sh_link = 2};
    file->sections[2] = (Elf32_Shdr){.sh_type = SHT_STRTAB,
                                     .sh_offset = offsetof(struct tool_elf, strings),
                                     .sh_size = sizeof(file->strings)};
}

static inline struct tool_elf tool_elf_make(void)
{
    struct tool_elf file = {
        .header = {.e_type = ET_EXEC,
                   .e_machine = EM_386,
                   .e_version = 1,
                   .e_entry = TOOL_ELF_ENTRY,
                   .e_phoff = offsetof(struct tool_elf, segments),
                   .e_shoff = offsetof(struct tool_elf, sections),
                   .e_ehsize = sizeof(Elf32_Ehdr),
                   .e_phentsize = sizeof(Elf32_Phdr),
                   .e_phnum = 3,
                   .e_shentsize = sizeof(Elf32_Shdr),
                   .e_shnum = 3},
    };
    memcpy(file.header.e_ident, "\177ELF\1\1\1", 7);
    memset(file.text, 0x90, sizeof(file.text));
    memset(file.data, 0xDA, sizeof(file.data));
    file.segments[0] = tool_elf_segment(TOOL_ELF_TEXT, offsetof(struct tool_elf, text),
                                        sizeof(file.text), sizeof(file.text), PF_R | PF_X);
    file.segments[1] = tool_elf_segment(TOOL_ELF_RO, offsetof(struct tool_elf, constants),
                                        sizeof(file.constants), sizeof(file.constants), PF_R);
    file.segments[2] = tool_elf_segment(TOOL_ELF_DATA, offsetof(struct tool_elf, data),
                                        sizeof(file.data), 0x3000, PF_R | PF_W);
    tool_elf_symbols(&file);
    return file;
}

#endif
