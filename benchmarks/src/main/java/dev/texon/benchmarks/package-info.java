/**
 * Measurements side by side. Start with {@link dev.texon.benchmarks.Workload}, what is measured, {@link
 * dev.texon.benchmarks.Contender}, what it is measured on, and {@link dev.texon.benchmarks.Bench}, which lets contenders take turns.
 */
@NullMarked
package dev.texon.benchmarks;

import org.jspecify.annotations.NullMarked;
