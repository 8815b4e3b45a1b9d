/** The job that compares noise models on the same held-out pairs, and denoisers that were trained on their noise. */
@NullMarked
package io.grainflow.job.compare;

import org.jspecify.annotations.NullMarked;
