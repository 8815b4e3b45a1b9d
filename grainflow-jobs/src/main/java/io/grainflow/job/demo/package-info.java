/** The complete pipeline on virtual cameras, with its report. */
@NullMarked
package io.grainflow.job.demo;

import org.jspecify.annotations.NullMarked;
