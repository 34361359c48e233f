/**
 * The portable dialect and the kernels written in it. Start with {@link dev.texon.shaders.Shaders}, which loads them by name.
 */
@NullMarked
package dev.texon.shaders;

import org.jspecify.annotations.NullMarked;
