package plan

import "github.com/xops-dev/xops/internal/resource"

// Evaluation works out the plan of one host in rounds: ask Queries, Add the answers, until Queries is empty, then Plan.
type Evaluation struct{}

// Queries are the questions that can be asked now and were not asked yet.
func (e *Evaluation) Queries() []resource.Query { panic("not built") }

// Add takes in answers, in the order of the queries.
func (e *Evaluation) Add(queries []resource.Query, answers []resource.Answer) {}

// Plan is what must change. Call it when Queries is empty.
func (e *Evaluation) Plan() *Host { panic("not built") }
