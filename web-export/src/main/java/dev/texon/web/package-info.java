/** Trained networks for browsers. Start with {@link dev.texon.web.WebPage}, which writes one as a page. */
@NullMarked
package dev.texon.web;

import org.jspecify.annotations.NullMarked;
