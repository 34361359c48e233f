/**
 * Runs the suite with a process for each adapter, so that a crashing driver costs one adapter. Start with
 * {@link dev.texon.conformance.process.Discovery}, which finds the adapters, and
 * {@link dev.texon.conformance.process.ProcessRunner}, which runs cases on them. A child gets one {@link
 * dev.texon.conformance.process.Job} on its standard input and answers with {@link dev.texon.conformance.process.Event}s.
 */
@NullMarked
package dev.texon.conformance.process;

import org.jspecify.annotations.NullMarked;
