/**
 * One suite of questions to a GPU, for every adapter and every way to reach it. Start with
 * {@link dev.texon.conformance.ConformanceCase}, one question as plain data, and {@link dev.texon.conformance.Suite}, all of
 * them; the author of a backend extends {@link dev.texon.conformance.junit.ConformanceTest}, and the command line uses
 * {@link dev.texon.conformance.process.ProcessRunner}.
 */
@NullMarked
package dev.texon.conformance;

import org.jspecify.annotations.NullMarked;
