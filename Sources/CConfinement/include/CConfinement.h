#pragma once

// What a worker process gives up before it sees a document; system calls that Swift cannot name.

/// Closes every descriptor from 3 on.
void ankur_close_inherited_descriptors(void);

/// No new privileges, no core image or debugger, and from here on only the system calls that computing and answering need:
/// any other fails with EPERM. Cannot be undone.
///
/// Returns 0, -1 when the kernel refuses the first two, 1 when it offers no system call filter.
int ankur_give_up_system_calls(void);
