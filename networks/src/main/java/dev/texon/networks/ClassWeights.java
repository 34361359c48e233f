package dev.texon.networks;

import dev.texon.networks.data.Dataset;

/** How much a sample of each class counts in the gradient, where there are many samples of one class and few of another. */
public enum ClassWeights {
    /** n / (classes · samples of the class), as scikit-learn's class_weight="balanced": all classes together count alike. */
    BALANCED;

    /** One for each class; 0 for a class without samples. */
    float[] of(Dataset train) {
        int classes = train.classes().size();
        int[] sizes = new int[classes];
        for (int i = 0; i < train.size(); i++) {
            sizes[train.label(i)]++;
        }
        float[] weights = new float[classes];
        for (int c = 0; c < classes; c++) {
            weights[c] = sizes[c] == 0 ? 0 : (float) (train.size() / ((double) classes * sizes[c]));
        }
        return weights;
    }
}
