/**
 * How tests deal with what a machine does not have. Start with {@link dev.texon.testing.Absence}, which fails or skips, and {@link
 * dev.texon.testing.SkipReport}, which names in the output all that was skipped. {@link
 * dev.texon.testing.Fuzz} gives parsers damaged and hostile files.
 */
@NullMarked
package dev.texon.testing;

import org.jspecify.annotations.NullMarked;
