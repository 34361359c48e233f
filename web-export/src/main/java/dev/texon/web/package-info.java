/**
 * Trained networks for browsers. Start with {@link dev.texon.web.WebPage}, which writes one as a page; {@link dev.texon.web.WebApp} makes it an app,
 * and {@link dev.texon.web.WebModule} a module for other pages.
 */
@NullMarked
package dev.texon.web;

import org.jspecify.annotations.NullMarked;
