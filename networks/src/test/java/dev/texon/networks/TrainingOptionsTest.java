package dev.texon.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingOptionsTest {
    private static TrainingOptions withDecay(double decay, double rate) {
        return TrainingOptions.builder()
                .optimizer(Optimizer.sgd(rate))
                .regularization(Regularization.NONE.withWeightDecay(decay))
                .build();
    }

    @Test
    void aBuilderBeginsWithTheDefaultsOrWithOtherOptions() {
        assertEquals(TrainingOptions.defaults(), TrainingOptions.builder().build());
        TrainingOptions unlike = TrainingOptions.builder()
                .loss(Loss.MEAN_SQUARED_ERROR)
                .optimizer(Optimizer.sgd(1))
                .schedule(new Schedule.Cosine(3))
                .regularization(Regularization.NONE.withLimit(2))
                .clipNorm(4)
                .batch(5)
                .seed(6)
                .storage(Storage.MIXED)
                .numericCheck(true)
                .classWeights(ClassWeights.BALANCED)
                .experiment(new NumericExperiment(new Rounding.Bits(7), true))
                .build();
        assertEquals(unlike, unlike.toBuilder().build());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-300, 0.01, 0.8999999, 1, 1.5, 9.99})
    void aWeightDecayIsTaken(double decay) {
        assertEquals(decay, withDecay(decay, 0.1).regularization().weightDecay());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.9  | 0.1   | 1.0",
                "0.99 | 0.1   | 0.1",
                "0.999 | 0.001 | 1.0",
                "0.9999999 | 0.001 | 1.0E-4",
            })
    void aFactorIsRefusedWithTheWeightDecayThatItComesTo(double factor, double rate, String decay) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> withDecay(factor, rate))
                .getMessage());
        assertEquals(
                "The weight decay is " + factor
                        + ", which looks like a factor of the weights in each step; for that factor"
                        + " at the learning rate " + rate + " give " + decay
                        + ", for none 0, and for such a weight decay less than 0.9 or at least 1.",
                message);
        assertEquals((float) factor, (float)
                Regularization.NONE.withWeightDecay(Double.parseDouble(decay)).shrinkage(rate));
    }

    @Test
    void aWeightDecayThatTakesAllIsRefused() {
        assertEquals(
                "The weight decay is 10.0 at the learning rate 0.1, which takes all of a weight away in one step; give less"
                        + " than 10.0.",
                assertThrows(IllegalArgumentException.class, () -> withDecay(10, 0.1))
                        .getMessage());
        for (double wrong : new double[] {-1e-9, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertEquals(
                    "The weight decay is " + wrong + "; it is 0 for none, or above 0 and finite.",
                    assertThrows(IllegalArgumentException.class, () -> withDecay(wrong, 0.1))
                            .getMessage());
        }
    }

    /** PyTorch's and Keras's meaning, and that of files before it. */
    @Test
    void weightDecayFollowsTheLearningRateAndAFactorDoesNot() {
        assertEquals(1 - 0.25 * 0.5, Regularization.NONE.withWeightDecay(0.5).shrinkage(0.25));
        Regularization old = new Regularization(0, 0f, 1f, 0.999f);
        assertEquals(0.999f, (float) old.shrinkage(0.1));
        assertEquals(0.999f, (float) old.shrinkage(1e-9));
    }
}
