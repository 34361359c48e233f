/**
 * Data sets: {@link dev.texon.networks.data.Dataset} is what training needs, {@link dev.texon.networks.data.DataFolder} makes one of the
 * files that a user names, and {@link dev.texon.networks.data.Datasets} of arrays. Files are untrusted: what they declare is checked before
 * memory is taken for it, and every error names the file and says what to do.
 */
@NullMarked
package dev.texon.networks.data;

import org.jspecify.annotations.NullMarked;
