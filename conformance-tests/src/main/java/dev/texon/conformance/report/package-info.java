/**
 * What a run found, and what follows from it. Start with {@link dev.texon.conformance.report.Report}. {@link
 * dev.texon.conformance.report.Fitness} is the verdict on an adapter, {@link dev.texon.conformance.report.ReportDiff} compares two
 * runs, {@link dev.texon.conformance.report.Faults} the adapters of one.
 */
@NullMarked
package dev.texon.conformance.report;

import org.jspecify.annotations.NullMarked;
