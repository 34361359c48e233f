package dev.texon.web;

import dev.texon.networks.data.ImageFit;

/**
 * How a network is exported.
 *
 * @param title what people read
 * @param weights how the parameters are held
 * @param fit how images of another aspect ratio come to the size of the network's input
 */
public record WebOptions(String title, Weights weights, ImageFit fit) {
    /** Parameters as halves, and images stretched, as those of data sets are unless asked otherwise. */
    public static WebOptions of(String title) {
        return new WebOptions(title, Weights.FLOAT16, ImageFit.STRETCH);
    }

    public WebOptions withWeights(Weights held) {
        return new WebOptions(title, held, fit);
    }

    public WebOptions withFit(ImageFit of) {
        return new WebOptions(title, weights, of);
    }
}
