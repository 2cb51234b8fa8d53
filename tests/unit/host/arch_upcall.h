/* SPDX-License-Identifier: BSD-2-Clause */
/* Plain C but for the store, which host/user_store.h has. */
#include "../../../kernel/arch/x86/arch_upcall.h"
