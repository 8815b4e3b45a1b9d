/** Jobs: one record per thing that a front end can ask for. */
@NullMarked
package io.grainflow.job;

import org.jspecify.annotations.NullMarked;
