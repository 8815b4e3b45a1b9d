package io.grainflow.train;

/** The course of the learning rate over a run: 1 stands for the initial rate, 0 for the final rate. */
public enum LearningRateSchedule {
    /** Half a cosine (Loshchilov, Hutter, SGDR, ICLR 2017, without restarts). */
    COSINE {
        @Override
        public double share(double progress) {
            return 0.5 * (1 + Math.cos(Math.PI * progress));
        }
    },
    /** Multiplied by 0.2 after 1/6, 1/3 and 1/2 of the run (DnCNN's PyTorch training: epochs 30, 60, 90 of 180). */
    STEP {
        @Override
        public double share(double progress) {
            int drops = (progress >= 1.0 / 6 ? 1 : 0) + (progress >= 1.0 / 3 ? 1 : 0) + (progress >= 0.5 ? 1 : 0);
            return Math.pow(0.2, drops);
        }
    },
    /** Halved after 0.5, 0.75, 0.9 and 0.95 of the run (NAFlow's released configuration). */
    HALVING {
        @Override
        public double share(double progress) {
            int drops = (progress >= 0.5 ? 1 : 0)
                    + (progress >= 0.75 ? 1 : 0)
                    + (progress >= 0.9 ? 1 : 0)
                    + (progress >= 0.95 ? 1 : 0);
            return Math.pow(0.5, drops);
        }
    },
    /** Halved after each quarter of the run (NM-FlowGAN's released training: epochs 10, 20, 30 of 40). */
    QUARTERS {
        @Override
        public double share(double progress) {
            return Math.pow(0.5, Math.min(3, Math.floor(4 * progress)));
        }
    },
    /** Constant, then a squared half cosine to zero over the last 30 % of the run (Noise2Noise's released image training). */
    RAMP30 {
        @Override
        public double share(double progress) {
            return rampDown(progress, 0.3);
        }
    },
    /** As RAMP30, but over the last 50 % of the run (Noise2Noise's long training, which gives all its published figures). */
    RAMP50 {
        @Override
        public double share(double progress) {
            return rampDown(progress, 0.5);
        }
    },
    /**
     * Rises over the first thirtieth of the run, falls over the last tenth (Noise2Noise's released MRI training: epochs 10 and 270 of 300).
     */
    MRI {
        @Override
        public double share(double progress) {
            double epoch = 300 * progress;
            double up = epoch < 10 ? Math.exp(-5 * Math.pow(1 - epoch / 10, 2)) : 1;
            double down = epoch >= 270 ? Math.exp(-Math.pow(0.5 * (epoch - 270), 2) / 30) : 1;
            return up * down;
        }
    },
    /** Multiplied by 0.8 after every twelfth of the run (C2N's released configuration: every third of 36 epochs). */
    STAIRS {
        @Override
        public double share(double progress) {
            return Math.pow(0.8, Math.min(11, Math.floor(12 * progress)));
        }
    },
    CONSTANT {
        @Override
        public double share(double progress) {
            return 1;
        }
    };

    private static double rampDown(double progress, double length) {
        double ramp = (progress - (1 - length)) / length;
        return ramp <= 0 ? 1 : Math.pow(0.5 + 0.5 * Math.cos(Math.PI * ramp), 2);
    }

    /**
     * Position between the final learning rate (0) and the initial one (1).
     *
     * @param progress in [0,1]
     */
    public abstract double share(double progress);
}
