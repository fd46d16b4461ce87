#pragma once

#include <stdbool.h>
#include <stdint.h>

/// Whether allocations can be counted here; where they cannot, the count stays 0.
bool allocation_counter_is_available(void);

/// Starts counting, from 0. While nothing is counted, an allocation costs one branch more than usual.
void allocation_counter_start(void);

/// Stops counting and returns the number of calls that allocated or moved memory since the start.
uint64_t allocation_counter_stop(void);

/// Gives memory that the process no longer uses back to the system, so that peaks can be compared.
void allocation_counter_release_unused_memory(void);
