/** What jobs use to work through many images: items with one rule for bad ones, sets of files, where results go, how noise is drawn. */
@NullMarked
package io.grainflow.job.batch;

import org.jspecify.annotations.NullMarked;
