/** A page whose context records the calls; see {@link dev.texon.gpu.webgl.recording.RecordingPage}. */
@NullMarked
package dev.texon.gpu.webgl.recording;

import org.jspecify.annotations.NullMarked;
