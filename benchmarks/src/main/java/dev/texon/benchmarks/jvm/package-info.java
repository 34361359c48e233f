/**
 * What Java itself takes, measured by JMH with its profiler of allocations: {@code ./texon bench --jvm}. Start with {@link
 * dev.texon.benchmarks.jvm.JvmBench}.
 */
@NullMarked
package dev.texon.benchmarks.jvm;

import org.jspecify.annotations.NullMarked;
