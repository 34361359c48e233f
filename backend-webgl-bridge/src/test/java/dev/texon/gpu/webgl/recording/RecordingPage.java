package dev.texon.gpu.webgl.recording;

/** Stands beside the {@code main.js} that gives the bridge a recording context. */
public final class RecordingPage {
    private RecordingPage() {}
}
