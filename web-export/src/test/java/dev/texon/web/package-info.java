/** Exported pages in the real browser; start with {@link dev.texon.web.WebPageTest}. */
@NullMarked
package dev.texon.web;

import org.jspecify.annotations.NullMarked;
