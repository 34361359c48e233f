/**
 * The command line, and the only place where the parts are put together. Start with {@link dev.texon.cli.Main} and {@link
 * dev.texon.cli.CliModule}; each command is a class of its own.
 */
@NullMarked
package dev.texon.cli;

import org.jspecify.annotations.NullMarked;
