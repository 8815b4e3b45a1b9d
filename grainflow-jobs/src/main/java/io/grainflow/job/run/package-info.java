/** What all jobs share: the job contract, its JSON, batches of items, where results go, what is computed with. */
@NullMarked
package io.grainflow.job.run;

import org.jspecify.annotations.NullMarked;
