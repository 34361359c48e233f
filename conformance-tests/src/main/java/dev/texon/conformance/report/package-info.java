/**
 * What a run leaves in files, and what can be read from them. Start with {@link dev.texon.conformance.report.Report} and {@link
 * dev.texon.conformance.report.ReportFiles}, which writes one as a page, as JSON and as JUnit XML and reads it back. {@link
 * dev.texon.conformance.report.Fitness} is the verdict on an adapter, {@link dev.texon.conformance.report.ReportDiff} compares two
 * runs, {@link dev.texon.conformance.report.Faults} the adapters of one.
 */
@NullMarked
package dev.texon.conformance.report;

import org.jspecify.annotations.NullMarked;
