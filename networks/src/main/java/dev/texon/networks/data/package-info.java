/** Data sets: {@link dev.texon.networks.data.Dataset} is what training needs, and the readers make one of files. */
@NullMarked
package dev.texon.networks.data;

import org.jspecify.annotations.NullMarked;
