package io.grainflow.train;

/** How the learning rate falls over a run, as a share of the way from its final to its first value. */
public enum Schedule {
    /** Half a cosine (Loshchilov, Hutter, SGDR, ICLR 2017, without restarts). */
    COSINE {
        @Override
        double share(double progress) {
            return 0.5 * (1 + Math.cos(Math.PI * progress));
        }
    },
    /** A fifth after a sixth, a third and a half of the run (DnCNN's PyTorch training: epochs 30, 60, 90 of 180). */
    STEP {
        @Override
        double share(double progress) {
            int drops = (progress >= 1.0 / 6 ? 1 : 0) + (progress >= 1.0 / 3 ? 1 : 0) + (progress >= 0.5 ? 1 : 0);
            return Math.pow(0.2, drops);
        }
    },
    /** Half after a half, three quarters, 0.9 and 0.95 of the run (NAFlow's released configuration). */
    HALVING {
        @Override
        double share(double progress) {
            int drops = (progress >= 0.5 ? 1 : 0)
                    + (progress >= 0.75 ? 1 : 0)
                    + (progress >= 0.9 ? 1 : 0)
                    + (progress >= 0.95 ? 1 : 0);
            return Math.pow(0.5, drops);
        }
    },
    CONSTANT {
        @Override
        double share(double progress) {
            return 1;
        }
    };

    /** @param progress in [0,1] */
    abstract double share(double progress);
}
