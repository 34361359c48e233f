/**
 * A report as files. Start with {@link dev.texon.conformance.files.ReportFiles}, which writes one as a page, as JSON and as JUnit XML,
 * and reads it back.
 */
@NullMarked
package dev.texon.conformance.files;

import org.jspecify.annotations.NullMarked;
