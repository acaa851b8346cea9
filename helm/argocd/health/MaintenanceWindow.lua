-- Degraded while something is stuck, Progressing until it is over.
local status = obj.status or {}
local phase = status.phase
if phase == nil or (status.observedGeneration or 0) < obj.metadata.generation then
  return { status = "Progressing", message = "The operator has not looked at it yet." }
end
for _, condition in ipairs(status.conditions or {}) do
  if condition.type == "Ready" and condition.status == "False" then
    return { status = "Degraded", message = condition.message }
  end
end
if phase == "Completed" or phase == "Cancelled" then
  return { status = "Healthy", message = phase }
end
return { status = "Progressing", message = phase }
