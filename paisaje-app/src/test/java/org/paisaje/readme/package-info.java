/** Tests that README.md is true. */
@NullMarked
package org.paisaje.readme;

import org.jspecify.annotations.NullMarked;
