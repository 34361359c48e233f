/**
 * The portable dialect and the kernels written in it. Start with {@link dev.texon.shaders.Expander}, which expands a
 * kernel, and {@link dev.texon.shaders.Shaders}, which loads shared functions.
 */
@NullMarked
package dev.texon.shaders;

import org.jspecify.annotations.NullMarked;
