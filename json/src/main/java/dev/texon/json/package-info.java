/**
 * Records as JSON files. {@link dev.texon.json.ProfileJson} saves what was measured of a device, so that the next start need not
 * measure it; {@link dev.texon.json.JsonFiles} reads and writes records of other modules in the same way.
 */
@NullMarked
package dev.texon.json;

import org.jspecify.annotations.NullMarked;
