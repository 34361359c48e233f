/**
 * Files that a user names, for every module that reads or writes them. {@link dev.texon.gpu.files.UserFiles} opens and replaces them,
 * with errors that say what to do.
 */
@NullMarked
package dev.texon.gpu.files;

import org.jspecify.annotations.NullMarked;
