/** What all jobs share: the contract, records as documents, the registry of kinds, what is computed with. */
@NullMarked
package io.grainflow.job.run;

import org.jspecify.annotations.NullMarked;
