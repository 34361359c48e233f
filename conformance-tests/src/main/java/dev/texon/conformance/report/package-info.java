/**
 * What a run leaves in files. Start with {@link dev.texon.conformance.report.ReportFiles}, which writes a {@link
 * dev.texon.conformance.report.Report} as a page, as JSON and as JUnit XML, {@link dev.texon.conformance.report.Fitness}, the
 * verdict on an adapter, and {@link dev.texon.conformance.report.ProfileJson}, which writes and reads device profiles.
 */
@NullMarked
package dev.texon.conformance.report;

import org.jspecify.annotations.NullMarked;
