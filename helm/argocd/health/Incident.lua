-- Degraded while something is stuck, Progressing until it is over for those who use the component.
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
local message = phase
if status.awaiting ~= nil then
  message = phase .. ", awaits " .. status.awaiting.what .. " from " .. status.awaiting.from
end
if phase == "NotConfirmed" or phase == "Restored" or phase == "Closed" then
  return { status = "Healthy", message = message }
end
return { status = "Progressing", message = message }
